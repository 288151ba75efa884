"""The report of one airing: an HTML page that is whole in itself, and tables for a spreadsheet.

``report`` holds the values, ``build`` makes them, ``html`` and ``chart`` draw them, ``csv_files`` writes them down.
"""

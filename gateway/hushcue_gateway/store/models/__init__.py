"""Every table: one file for each noun. All files of this folder are imported, so that ``Base.metadata`` is whole."""

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

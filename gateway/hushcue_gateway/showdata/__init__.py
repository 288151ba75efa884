"""What is told of a show: sales, stock, viewers, comments."""

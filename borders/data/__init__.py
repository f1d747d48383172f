"""A folder of files → records and the problems in them."""

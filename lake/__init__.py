"""The lake: tables as parquet files, their schemas, and how stages read, write and keep them."""

"""The tables of the lake, by the stage that writes them; `parallax.lake.schema` lists all."""

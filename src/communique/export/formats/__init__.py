"""Foreign formats of whole records, one file each; :mod:`communique.export.catalogue` lists them."""

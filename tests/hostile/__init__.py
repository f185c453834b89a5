"""Files that are broken, mislabelled or made to hurt, and what is to become of each."""

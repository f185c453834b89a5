"""Series: the amounts of several packages side by side, over the years of one body or over the bodies of a year."""

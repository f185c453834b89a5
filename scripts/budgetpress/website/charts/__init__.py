"""Charts: what each shows, how it is laid out, drawn and put into a page. The form declares them."""

"""The public portal: how the city deals with complaints, for everybody to see and nobody to be seen."""

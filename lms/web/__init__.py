"""Pages, one package per audience; views read the request, call one service and answer."""

routes = ()

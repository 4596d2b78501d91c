"""The hall's own network: a laptop without internet that tablets can trust.

Which addresses the laptop has (`network`), a local authority that tablets install once
(`authority`), the server's certificate that it signs (`certificate`), when each is made (`store`),
their files (`pairs`), what an iPad installs (`profile`), and the plain-http door where a tablet
fetches the authority (`door`).
Nothing here knows Flask, the database or what a competition is. `cryptography` is imported only
inside functions, so that starting costs nothing.
"""

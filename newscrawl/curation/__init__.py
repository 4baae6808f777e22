"""What people keep of sites: pages recorded with the records that belong to them, and profiles.

``recorded`` is the format of a recorded page, ``comparison`` holds what extraction gives against
it, ``trial`` does so for a profile; ``finding``, ``framing`` and ``draft`` write the first form of
a profile from what extraction found.
"""

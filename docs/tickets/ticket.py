# pip install PyJWT
import os
import time

import jwt


def ticket(invoice_id: str, amount: str, description: str) -> str:
    """Lets a browser pay and watch this order, at this price, for the next hour. `amount` is in tenge: '4990.50'."""
    claims = {"sub": invoice_id, "amount": amount, "description": description, "exp": int(time.time()) + 3600}
    return jwt.encode(claims, os.environ["TICKET_SECRET"], algorithm="HS256")

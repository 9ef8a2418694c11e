# Stripe events. Select charge.succeeded, charge.captured, refund.created, refund.updated and refund.failed, with an
# API version of 2024-10-28 or later. Other events give no records: the same payment would count again.
#
# One record for each payment, with the amount that was charged. It includes taxes and shipping, because Stripe does
# not know them. A charge that is only authorized gives no record; charge.captured gives it, with the captured amount.
#
# One record for each refund, with a negative amount, known by the id of the refund. A refund that fails or is
# cancelled becomes 0. charge.refunded gives the refunds in it, as API versions before 2022-11-15 send them. Later
# versions send only the total in it, which does not identify single refunds; their refund.created has each.

# Amounts are in the smallest unit of the currency. Stripe's documentation of currencies lists its exceptions to
# ISO 4217: krona and Ugandan shilling are sent with two places, ariary with none.
def amount($units; $currency):
  ($currency | ascii_upcase) as $code
  | if $code == "ISK" or $code == "UGX" then $units | minor("USD")
    elif $code == "MGA" then $units
    else $units | minor($code) end;

def payment: .payment_intent // .charge // .id | if type == "object" then .id else . end;

def charge_record($event):
  {
    order_id: payment,
    item_id: .id,
    user_id: (.customer | if type == "object" then .id else . end),
    product: (.description // .calculated_statement_descriptor // .statement_descriptor),
    country: (.billing_details.address.country // .payment_method_details.card.country),
    sale_price: amount(.amount_captured // .amount; .currency),
    currency: (.currency | ascii_upcase),
    item_status: "Complete",
    created_at: .created,
    updated_at: $event.created
  };

def refund_record($event):
  {
    order_id: payment,
    item_id: "refund:\(.id)",
    product: "Refund",
    sale_price: (if .status == "failed" or .status == "canceled" then 0 else -amount(.amount; .currency) end),
    currency: (.currency | ascii_upcase),
    item_status: "Returned",
    created_at: .created,
    updated_at: $event.created
  };

. as $event
| .data.object as $object
| if .object != "event" or $object == null then empty
  elif .type == "charge.succeeded" or .type == "charge.captured" then
    $object | if .captured == false then empty else charge_record($event) end
  elif .type == "charge.refunded" then
    $object | .refunds.data[]? | refund_record($event)
  elif .type == "refund.created" or .type == "refund.updated" or .type == "refund.failed"
    or .type == "charge.refund.updated" then
    $object | refund_record($event)
  else empty end

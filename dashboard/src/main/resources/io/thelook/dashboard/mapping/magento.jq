# Orders of Magento and Adobe Commerce, as REST returns them: GET /V1/orders/{id}, or the list of GET /V1/orders.
#
# One record for each item, in the base currency. Its amount is after discounts, before tax and shipping. If prices
# include taxes, so do the discounts, and the compensation is the part of them that is tax.
#
# An item of a configurable product has its amount in the parent, a bundle with dynamic prices in the children: the
# amounts of the children count if there are any, else that of the parent.
#
# One more record, with a negative amount, for each item that was refunded: Magento keeps the sum of its refunds.
#
# Orders that wait for a payment or its review do not count. An order that may have counted before (invoiced, or placed
# with a payment that is made later) stays with an amount of 0 when it is cancelled, because a record cannot be
# withdrawn.

def paid_later: .payment.method as $method
  | $method == "checkmo" or $method == "banktransfer" or $method == "cashondelivery" or $method == "purchaseorder";

def is_cancelled: .state == "canceled";

def counts:
  if is_cancelled then (.base_total_invoiced // 0) > 0 or paid_later
  else .state != "pending_payment" and .state != "payment_review" end;

# Magento's times are in UTC and have no zone.
def utc: if . == null then null else sub(" "; "T") + "Z" end;

def gender: if . == 1 then "M" elif . == 2 then "F" else null end;

def net($row; $discount; $compensation): ($row // 0) - ($discount // 0) + ($compensation // 0);

def amount: net(.base_row_total; .base_discount_amount; .base_discount_tax_compensation_amount);

def refunded: net(.base_amount_refunded; .base_discount_refunded; .base_discount_tax_compensation_refunded);

def item_status($order):
  if $order | is_cancelled then "Cancelled"
  elif $order.state == "closed" or ((.qty_refunded // 0) > 0 and .qty_refunded >= .qty_ordered) then "Returned"
  elif $order.state == "complete" then "Complete"
  elif (.qty_shipped // 0) > 0 and .qty_shipped >= .qty_ordered then "Shipped"
  else "Processing" end;

def order_records:
  . as $order
  | reduce (.items[] | select(.parent_item_id != null)) as $child
      ({}; .["\($child.parent_item_id)"] += ($child.base_row_total // 0)) as $children
  | {
      order_id: .increment_id,
      user_id: .customer_id,
      gender: (.customer_gender | gender),
      country: ([.extension_attributes.shipping_assignments[]?.shipping.address.country_id] | first
        // $order.billing_address.country_id),
      currency: .base_currency_code,
      created_at: (.created_at | utc),
      updated_at: (.updated_at | utc)
    } as $shared
  | .items[]
  | (($children["\(.parent_item_id // .item_id)"] // 0) > 0) as $is_by_children
  | select($is_by_children == (.parent_item_id != null))
  | ($shared + {
      item_id: .item_id,
      product: .name,
      quantity: (.qty_ordered | if . >= 1 and . == floor then . else [1, floor] | max end),
      item_status: item_status($order),
      sale_price: (if $order | is_cancelled then 0 else amount end)
    }),
    (select(refunded > 0)
      | $shared + {
          item_id: "refund:\(.item_id)",
          product: .name,
          item_status: "Returned",
          sale_price: (if $order | is_cancelled then 0 else -refunded end),
          created_at: $shared.updated_at
        });

def orders: if has("increment_id") then . elif has("search_criteria") then .items[]? else empty end;

orders | select(counts) | order_records

# Orders of Magento and Adobe Commerce, as REST returns them: GET /V1/orders/{id}, or the list of GET /V1/orders.
#
# One record for each item, in the base currency. Its amount is the price of the pieces that were not cancelled, after
# discounts, before tax and shipping. It is computed from the price of a piece, because the row totals of REST are after
# discounts, and those of the database before them. If prices include taxes, so do the discounts, and the compensation
# is the part of them that is tax.
#
# An item of a configurable product, or of a bundle with a fixed price, has its amount in the parent. The parts of a
# bundle with dynamic prices have their own.
#
# One more record, with a negative amount, for each item that was refunded: Magento keeps the sum of its refunds.
#
# Orders that wait for a payment or its review do not count. A cancelled order stays with an amount of 0: it may have
# counted before, and a record cannot be withdrawn.

def counts: .state != "pending_payment" and .state != "payment_review";

# Magento's times are in UTC and have no zone.
def utc: if . == null then null else sub(" "; "T") + "Z" end;

def gender: if . == 1 then "M" elif . == 2 then "F" else null end;

def pieces: .qty_ordered - (.qty_canceled // 0);

def net($total; $discount; $compensation): ($total // 0) - ($discount // 0) + ($compensation // 0);

def amount:
  net(.base_price * .qty_ordered; .base_discount_amount; .base_discount_tax_compensation_amount) as $net
  | if pieces == .qty_ordered then $net else $net * pieces / .qty_ordered end
  | round(2);

def refunded: net(.base_amount_refunded; .base_discount_refunded; .base_discount_tax_compensation_refunded);

# A bundle that is shipped together has the shipped pieces in the parent.
def is_shipped: .qty_ordered > 0 and (.qty_shipped // 0) >= .qty_ordered;

def item_status($order; $parent):
  if $order.state == "canceled" or pieces <= 0 then "Cancelled"
  elif $order.state == "closed" or ((.qty_refunded // 0) > 0 and .qty_refunded >= pieces) then "Returned"
  elif $order.state == "complete" then "Complete"
  elif is_shipped or ($parent | is_shipped) then "Shipped"
  else "Processing" end;

def order_records:
  . as $order
  | (reduce .items[] as $item ({}; . + {"\($item.item_id)": $item})) as $items
  | (reduce (.items[] | select((.base_price // 0) > 0 and .parent_item_id != null)) as $part
      ({}; . + {"\($part.parent_item_id)": ($items["\($part.parent_item_id)"].product_type == "bundle")})) as $in_parts
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
  | select(($in_parts["\(.parent_item_id // .item_id)"] // false) == (.parent_item_id != null))
  | ($items["\(.parent_item_id)"] // {qty_ordered: 0}) as $parent
  | ($shared + {
      item_id: .item_id,
      product: .name,
      quantity: (pieces | if . >= 1 and . == floor then . else [1, floor] | max end),
      item_status: item_status($order; $parent),
      sale_price: (if $order.state == "canceled" then 0 else amount end)
    }),
    (select(refunded > 0)
      | $shared + {
          item_id: "refund:\(.item_id)",
          product: .name,
          item_status: "Returned",
          sale_price: (if $order.state == "canceled" then 0 else -refunded end),
          created_at: $shared.updated_at
        });

def orders: if has("increment_id") then . elif has("search_criteria") then .items[]? else empty end;

orders | select(counts) | order_records

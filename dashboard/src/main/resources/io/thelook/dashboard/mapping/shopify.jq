# Shopify webhooks: an order (orders/create, orders/updated, orders/paid, orders/cancelled, orders/fulfilled) or a
# refund (refunds/create). Everything else gives no records: orders/edited has no amounts, and orders/updated follows
# it.
#
# One record for each line item. Its amount is the line's total after the line's and the order's discounts, before tax
# and shipping. The lines of an order add up to its subtotal_price. If the shop's prices include taxes, they add up to
# subtotal_price minus the taxes of the lines.
#
# One more record, with a negative amount, for each refunded line item, and one for each adjustment of a refund that
# is not for shipping. An adjustment can be positive: the shop refunded less than the value of the returned goods.
#
# Cancelled orders stay, as in Shopify's sales reports: the refund that comes with a cancellation deducts their
# sales again. Test orders give no records.

# An amount in the currency of the shop, not in the customer's.
def money(set; plain): (set.shop_money.amount // plain // 0) | tonumber;

def sum(amounts): reduce amounts as $amount (0; . + $amount);

def distance: if . < 0 then -. else . end;

def category: .product_type // .vendor;

def line_discount:
  if has("discount_allocations")
  then sum(.discount_allocations[] | money(.amount_set; .amount))
  else money(.total_discount_set; .total_discount)
  end;

def line_tax: sum(.tax_lines[]? | money(.price_set; .price));

def line_total($taxes_included):
  money(.price_set; .price) * .quantity - line_discount - (if $taxes_included then line_tax else 0 end);

# Where the buyer came from: the campaign in the address of the first page, else the site with the link, else the
# sales channel.
def traffic_source:
  (.landing_site | url_param("utm_source"))
  // (.referring_site | url_host)
  // (if .source_name == "web" then "Direct"
      elif .source_name == "pos" then "Point of sale"
      elif .source_name == "shopify_draft_order" then "Draft order"
      else .source_name end);

# The ids of the line items that have arrived, as the keys of an object.
def delivered:
  reduce (.fulfillments[]? | select(.shipment_status == "delivered") | .line_items[]?.id | tostring) as $id
    ({}; . + {($id): true});

def item_status($order; $delivered):
  if $order.cancelled_at != null or $order.financial_status == "voided" then "Cancelled"
  elif .current_quantity == 0 or $order.financial_status == "refunded" then "Returned"
  elif .fulfillment_status != "fulfilled" then "Processing"
  elif $delivered[.id | tostring] then "Complete"
  else "Shipped" end;

# A refund alone does not say whether prices include taxes. The rates of its taxes and their amount do.
def refund_includes_taxes:
  money(.subtotal_set; .subtotal) as $subtotal
  | money(.total_tax_set; .total_tax) as $tax
  | sum(.line_item.tax_lines[]? | .rate // 0) as $rate
  | ($tax - $subtotal * $rate / (1 + $rate) | distance) < ($tax - $subtotal * $rate | distance);

# $order: what the records of a refund share with those of its order; $taxes_included: null if it is not known.
def refund_records($order; $taxes_included):
  . as $refund
  | ({updated_at: (.processed_at // .created_at)} + $order + {
      order_id: (.order_id // $order.order_id),
      created_at,
      item_status: "Returned"
    }) as $shared
  | (.refund_line_items[]?
      | (if $taxes_included == null then refund_includes_taxes else $taxes_included end) as $with_taxes
      | $shared + {
          item_id: "refund:\(.id)",
          product: .line_item.title,
          category: (.line_item | category),
          sale_price: -(money(.subtotal_set; .subtotal)
            - (if $with_taxes then money(.total_tax_set; .total_tax) else 0 end)),
          currency: (.subtotal_set.shop_money.currency_code // $order.currency)
        }),
    (.order_adjustments[]?
      | select(.kind != "shipping_refund")
      | money(.amount_set; .amount) as $amount
      | select($amount != 0)
      | $shared + {
          item_id: "refund:adjustment:\(.id)",
          product: "Refund adjustment",
          sale_price: $amount,
          currency: (.amount_set.shop_money.currency_code // $order.currency)
        });

def order_records:
  . as $order
  | (.taxes_included // false) as $taxes_included
  | delivered as $delivered
  | {
      order_id: .id,
      user_id: .customer.id,
      country: (.shipping_address.country // .billing_address.country // .customer.default_address.country),
      traffic_source: traffic_source,
      currency: .currency,
      created_at: (.processed_at // .created_at),
      updated_at: .updated_at
    } as $shared
  | (.line_items[]
      | select(.quantity > 0)
      | $shared + {
          item_id: .id,
          product: (.title // .name),
          category: category,
          quantity: .quantity,
          sale_price: line_total($taxes_included),
          item_status: item_status($order; $delivered)
        }),
    (.refunds[]? | refund_records($shared; $taxes_included));

if .test == true then empty
elif has("line_items") then order_records
elif has("refund_line_items") then refund_records({}; null)
else empty end

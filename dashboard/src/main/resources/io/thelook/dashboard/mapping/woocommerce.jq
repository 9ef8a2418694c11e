# WooCommerce webhooks: order.created, order.updated, order.restored. order.deleted sends only an id and gives no
# records.
#
# One record for each line item. Its amount is the line's total: after discounts, before tax and shipping. Fees are
# not part of it.
#
# One more record, with a negative amount, for each refund. WooCommerce sends only the total of a refund, with its
# taxes and shipping, and not its time: it has the time of the order's last change.
#
# Orders count as in WooCommerce's analytics: processing, on hold, completed, refunded, and statuses of plugins.
# Orders that are pending, failed, cancelled or drafts do not. An order that may have counted before (paid, or placed
# with a payment that waits on hold) stays with an amount of 0 when it is cancelled or fails, because a record cannot
# be withdrawn.

def meta($key): reduce (.meta_data[]? | select(.key == $key)) as $entry (null; . // $entry.value);

def counts:
  {pending: 1, failed: 1, cancelled: 1, "checkout-draft": 1, "auto-draft": 1, trash: 1}[.status] | not;

def waits_on_hold: .payment_method == "bacs" or .payment_method == "cheque" or .payment_method == "cod";

def counted_before: (.status == "cancelled" or .status == "failed") and (.date_paid_gmt != null or waits_on_hold);

# WooCommerce's times in GMT have no zone.
def utc: if . == null then null else . + "Z" end;

def item_status:
  if .status == "completed" then "Complete"
  elif .status == "processing" or .status == "on-hold" then "Processing"
  elif .status == "refunded" then "Returned"
  elif .status == "cancelled" or .status == "failed" then "Cancelled"
  else .status end;

# Order attribution of WooCommerce 8.5 and later, else how the order was made.
def traffic_source:
  meta("_wc_order_attribution_utm_source") as $source
  | meta("_wc_order_attribution_source_type") as $type
  | if $source != null and $source != "" and $source != "(direct)" then $source
    elif $type == "typein" or $source == "(direct)" then "Direct"
    elif $type == "admin" or .created_via == "admin" then "Admin"
    elif $type == "mobile_app" then "Mobile app"
    elif .created_via == "checkout" or .created_via == "store-api" then null
    else .created_via end;

def order_records:
  counts as $counts
  | {
      order_id: .id,
      user_id: (if .customer_id == 0 then null else .customer_id end),
      country: (if (.shipping.country // "") != "" then .shipping.country else .billing.country end),
      traffic_source: traffic_source,
      currency: .currency,
      item_status: item_status,
      created_at: (.date_created_gmt | utc),
      updated_at: (.date_modified_gmt | utc)
    } as $shared
  | (.line_items[]
      | select(.quantity > 0)
      | $shared + {
          item_id: .id,
          product: (.parent_name // .name),
          quantity: .quantity,
          sale_price: (if $counts then .total | tonumber else 0 end)
        }),
    (.refunds[]?
      | (.total | tonumber) as $total
      | $shared + {
          item_id: "refund:\(.id)",
          product: "Refund",
          sale_price: (if $counts | not then 0 elif $total > 0 then -$total else $total end),
          item_status: "Returned",
          created_at: $shared.updated_at
        });

if has("line_items") and (counts or counted_before) then order_records else empty end

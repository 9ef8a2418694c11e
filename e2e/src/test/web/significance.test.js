import assert from 'node:assert/strict';
import { test } from 'node:test';
import { each, open } from './page.js';

const [{ differs }] = await open('', 'app/significance.js');

const METRICS = ['num_orders', 'num_order_items', 'total_sales', 'average_order_value', 'gross_margin'];
const ROUNDS = 1500;
const sum = (values) => values.reduce((total, value) => total + value, 0);

/** Numbers by chance, the same ones each time. */
function chance() {
  let seed = 20260304;
  const random = () => {
    seed = (seed + 0x6D2B79F5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    normal: () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
    poisson(mean) {
      let n = 0;
      for (let t = -Math.log(1 - random()); t < mean; t -= Math.log(1 - random())) {
        n++;
      }
      return n;
    },
  };
}

/** A window; its first and its last step are not whole. */
function simulate({ normal, poisson }, mean, steps, price) {
  const trend = { from: 0, step: 5000, orders: [], items: [], sales: [], margin: [] };
  let costs = 0;
  for (let i = 0; i <= steps; i++) {
    const number = poisson((mean / steps) * (i === 0 ? 0.4 : i === steps ? 0.6 : 1));
    let items = 0;
    let sales = 0;
    let cost = 0;
    for (let order = 0; order < number; order++) {
      const size = 1 + poisson(0.6);
      items += size;
      for (let item = 0; item < size; item++) {
        const paid = price * Math.exp(3.7 + normal() * 0.9);
        sales += paid;
        cost += paid * (0.5 + normal() * 0.08);
      }
    }
    trend.orders.push(number);
    trend.items.push(items);
    trend.sales.push(Math.round(sales));
    trend.margin.push(sales > 0 ? Math.round((1 - cost / sales) * 1000) / 1000 : null);
    costs += cost;
  }
  const number = sum(trend.orders);
  const sales = sum(trend.sales);
  const metrics = { num_orders: number, num_order_items: sum(trend.items), total_sales: sales };
  if (number > 0) {
    metrics.average_order_value = sales / number;
    metrics.gross_margin = Math.round((1 - costs / sales) * 1000) / 1000;
  }
  return { metrics, trend };
}

/**
 * Shops whose orders come by chance (Poisson), with items by chance and prices that vary as much as real ones
 * (log-normal): how often each figure has a colour, in per cent.
 */
function coloured(orders, steps, growth, dearer) {
  const random = chance();
  const found = Object.fromEntries(METRICS.map((metric) => [metric, 0]));
  for (let round = 0; round < ROUNDS; round++) {
    const { metrics: previous } = simulate(random, orders, steps, 1);
    const { metrics, trend } = simulate(random, orders * growth, steps, dearer);
    METRICS.forEach((metric) => {
      found[metric] += differs(metric, { metrics, previous, trend });
    });
  }
  return Object.fromEntries(METRICS.map((metric) => [metric, (100 * found[metric]) / ROUNDS]));
}

each('differs, in a steady shop: one in twenty at most', [
  [30, 60],
  [60, 60],
  [150, 60],
  [600, 60],
  [60, 12],
  [600, 30],
], (orders, steps) => {
  const shares = coloured(orders, steps, 1, 1);

  assert.ok(METRICS.every((metric) => shares[metric] < 7), JSON.stringify(shares));
});

each('differs, real changes: are found, and no others', [
  [600, 1.5, 1, { num_orders: 99, num_order_items: 99, total_sales: 95 }, ['average_order_value', 'gross_margin']],
  [600, 1, 1.5, { total_sales: 95, average_order_value: 99 }, ['num_orders']],
  [150, 1.5, 1, { num_orders: 90 }, []],
], (orders, growth, dearer, least, unchanged) => {
  const shares = coloured(orders, 60, growth, dearer);

  Object.entries(least).forEach(([metric, share]) => assert.ok(shares[metric] > share, JSON.stringify(shares)));
  unchanged.forEach((metric) => assert.ok(shares[metric] < 7, JSON.stringify(shares)));
});

test('differs, with too few orders to tell: is false', () => {
  const { total_sales: sales, average_order_value: average } = coloured(8, 60, 1, 1);

  assert.deepEqual([sales, average], [0, 0]);
});

const none = { num_orders: 0, num_order_items: 0, total_sales: 0 };
const some = { num_orders: 400, num_order_items: 600, total_sales: 20_000 };

each('differs, at the ends of what is known', [
  ['a shop that sells nothing any more', none, some, [true, true, false, false]],
  ['no window before', some, undefined, [false, false, false, false]],
  ['a first window too short for a variance', some, none, [true, false, false, false]],
], (_, metrics, previous, expected) => {
  const trend = { orders: [0, 0], sales: [0, 0], items: [0, 0], margin: [null, null] };
  const judged = ['num_orders', 'total_sales', 'refunds', 'gross_margin']
    .map((metric) => differs(metric, { metrics, previous, trend }));

  assert.deepEqual(judged, expected);
});

// A day has a rhythm. The steps of a trend that rises and falls with it do not make every difference a chance.
each('differs, in a day with a rhythm: is found', [[1.1, true], [1.01, false]], (growth, expected) => {
  const sales = Array.from({ length: 96 }, (_, i) => (
    5000 + 4000 * Math.sin((i / 96) * 2 * Math.PI) + (i % 2 === 0 ? 200 : -200)));
  const orders = sales.map((each) => Math.round(each / 50));
  const metrics = { num_orders: sum(orders), num_order_items: 9, total_sales: sum(sales) };
  const trend = { from: 0, step: 900_000, orders, items: orders, sales, margin: [] };
  const previous = { ...metrics, total_sales: metrics.total_sales * growth };

  assert.equal(differs('total_sales', { metrics, previous, trend }), expected);
});

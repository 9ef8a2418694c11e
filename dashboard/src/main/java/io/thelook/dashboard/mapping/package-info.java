/**
 * JSON of any shop to records: {@link io.thelook.dashboard.mapping.Mapping} is a jq program, a preset or the shop
 * owner's own file. Depends on Jackson, on the jq interpreter jackson-jq and on joni, its regular expressions. The
 * interpreter itself has no limits: the classes here rebuild its syntax trees, with a check at every step. They are
 * written against the version of jackson-jq in the root pom; a node that they do not know is refused.
 */
package io.thelook.dashboard.mapping;

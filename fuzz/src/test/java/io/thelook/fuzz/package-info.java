/** What the fuzz tests share. They are in the packages that they test. */
package io.thelook.fuzz;

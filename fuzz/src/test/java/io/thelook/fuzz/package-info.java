/** Shared by the fuzz tests, which are in the packages that they test. */
package io.thelook.fuzz;

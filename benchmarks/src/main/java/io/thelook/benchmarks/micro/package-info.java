/** JMH benchmarks of the parts. Those that need a look inside stand in the package of what they measure. */
package io.thelook.benchmarks.micro;

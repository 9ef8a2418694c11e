/** JMH benchmarks of the parts. A benchmark that needs package-private access is in the package that it measures. */
package io.thelook.benchmarks.micro;

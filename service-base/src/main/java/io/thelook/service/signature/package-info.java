/** Signatures of webhooks, as shops make them and as receivers verify them. Depends on the Java platform only. */
package io.thelook.service.signature;

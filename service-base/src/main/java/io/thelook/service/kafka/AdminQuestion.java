package io.thelook.service.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Sends the brokers one request, with a separate client. Stateless. */
final class AdminQuestion {

    private AdminQuestion() {}

    /**
     * Sends the request, and waits for the answer.
     *
     * @param client properties of any client of Kafka
     * @param patience limit on the wait
     * @throws KafkaException if the brokers do not answer, or refuse to
     */
    static <T> T ask(Map<?, ?> client, Duration patience, Function<Admin, KafkaFuture<T>> question) {
        Admin admin = Admin.create(forAdmin(client));
        try {
            return question.apply(admin).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("the brokers did not answer in time");
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private static Map<String, Object> forAdmin(Map<?, ?> client) {
        Map<String, Object> properties = new HashMap<>();
        client.forEach((name, value) -> {
            if (AdminClientConfig.configNames().contains(String.valueOf(name))) {
                properties.put(String.valueOf(name), value);
            }
        });
        return properties;
    }
}

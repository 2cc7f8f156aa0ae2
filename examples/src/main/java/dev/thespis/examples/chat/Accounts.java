package dev.thespis.examples.chat;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Names and passwords, in memory only. Safe for use by any number of threads.
final class Accounts {
    private static final int MOST = 10_000;
    private static final int ROUNDS = 50_000;

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    private record Account(byte[] salt, byte[] hash) {}

    /// Whether this is the password of that name, which it becomes if there is none yet. Takes time, as it should.
    boolean admits(String name, String password) throws GeneralSecurityException {
        var known = accounts.get(name);
        if (known == null) {
            var fresh = create(password);
            if (accounts.size() >= MOST) return false;
            known = accounts.putIfAbsent(name, fresh);
            if (known == null) return true;
        }
        return MessageDigest.isEqual(known.hash(), hash(password, known.salt()));
    }

    private Account create(String password) throws GeneralSecurityException {
        var salt = new byte[16];
        random.nextBytes(salt);
        return new Account(salt, hash(password, salt));
    }

    private static byte[] hash(String password, byte[] salt) throws GeneralSecurityException {
        var key = new PBEKeySpec(password.toCharArray(), salt, ROUNDS, 256);
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(key)
                .getEncoded();
    }
}

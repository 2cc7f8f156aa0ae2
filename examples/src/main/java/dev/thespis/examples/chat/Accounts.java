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
    private static final int ROUNDS = 50_000;

    private final int most;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    private record Account(byte[] salt, byte[] hash) {}

    /// Begins without accounts.
    ///
    /// @param most how many there may be, roughly
    Accounts(int most) {
        this.most = most;
    }

    /// Checks a password, or makes it that of a name which has none yet. Takes time, as it should.
    Answer<String> check(String name, String password) throws GeneralSecurityException {
        var account = accounts.get(name);
        if (account == null) {
            if (accounts.size() >= most) return new Answer.No<>("there are no more accounts");
            account = accounts.putIfAbsent(name, create(password));
            if (account == null) return new Answer.Yes<>(name);
        }
        return MessageDigest.isEqual(account.hash(), hash(password, account.salt()))
                ? new Answer.Yes<>(name)
                : new Answer.No<>("wrong password for " + name);
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

/// How threads share processors. Depends on the JDK only.
package dev.thespis.remote.schedule;

<?php
// In the place of firebase/php-jwt, which comes from Packagist alone: its encode for HS256, as its README documents it.
// With PHP_JWT_AUTOLOAD naming Composer's autoload.php, the tests use the library itself.

namespace Firebase\JWT;

final class JWT
{
    public static function encode(array $payload, string $key, string $alg): string
    {
        if ($alg !== 'HS256') {
            throw new \DomainException('Algorithm not supported');
        }
        $parts = [['typ' => 'JWT', 'alg' => $alg], $payload];
        $text = implode('.', array_map(fn ($part) => self::base64url(json_encode($part, JSON_UNESCAPED_SLASHES)), $parts));

        return $text . '.' . self::base64url(hash_hmac('sha256', $text, $key, true));
    }

    private static function base64url(string $bytes): string
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }
}

<?php
// composer require firebase/php-jwt
use Firebase\JWT\JWT;

/** Lets a browser pay and watch this order, at this price, for the next hour. $amount is in tenge: '4990.50'. */
function ticket(string $invoiceId, string $amount, string $description): string
{
    $claims = ['sub' => $invoiceId, 'amount' => $amount, 'description' => $description, 'exp' => time() + 3600];

    return JWT::encode($claims, getenv('TICKET_SECRET'), 'HS256');
}

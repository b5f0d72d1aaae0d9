#pragma once

#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/tenant.h"

namespace vip {

// Client secrets: "vip_test_" or "vip_live_", 43 letters and digits from the system's generator
// (256 bits), and a checksum of 6, so that scanners recognise a leaked secret, and a mistyped
// secret is distinguished from a wrong one.
std::string make_client_secret(Environment environment);
bool has_secret_form(std::string_view secret);  // prefix, length, alphabet and checksum

// The public id of a client: "client_test_" or "client_live_" and 20 lower-case letters and digits.
// Not secret.
std::string make_client_key(Environment environment);

// The stored form of a secret: an HMAC with a key of the data directory, over the client's key and
// the secret.
Digest secret_mac(std::string_view server_key, std::string_view client_key,
                  std::string_view secret);

}  // namespace vip

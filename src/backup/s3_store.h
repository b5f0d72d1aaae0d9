#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "backup/object_store.h"

// Backups in a bucket of an S3-compatible object store (ADR 0042).

namespace vip {

// "s3://BUCKET/PREFIX".
struct S3Address {
  std::string bucket;  // 3 to 63 of a-z, 0-9, '.' and '-'
  std::string prefix;  // empty, or ends with '/'
};

struct S3Options {
  std::string endpoint;  // "https://host" or "https://host:port"; empty: Amazon's in the region
  std::string region;
  bool bucket_in_host = false;  // else in the path
  bool plain_http = false;      // also to another machine
  std::string ca_file;          // authorities in place of the system's; empty: those
  std::string access_key, secret;
  std::chrono::milliseconds timeout{60'000};  // of one request
};

// The store does not answer now, or only with server errors: another time it may.
struct StoreUnreachable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

bool is_s3_address(std::string_view text);
// Throws std::runtime_error if a bucket or prefix is not what it must be.
S3Address s3_address(std::string_view text);

// Access key and secret from the two lines of a file's text, or none if it is something else.
std::optional<std::pair<std::string, std::string>> s3_credentials(std::string_view text);

// Asks nothing of the store yet. Throws std::runtime_error if the options are wrong.
std::unique_ptr<ObjectStore> open_s3_store(std::string_view address, const S3Options& options);

}  // namespace vip

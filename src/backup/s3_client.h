#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backup/s3_store.h"

// Requests to an S3-compatible store by libcurl, which signs them (AWS signature version 4).

namespace vip {

// Values as they are; in order of the names, as they are signed.
using S3Query = std::vector<std::pair<std::string, std::string>>;

struct S3Request {
  std::string method;
  std::string key;  // of the object; empty: the bucket
  S3Query query;
  std::string_view body;
  std::size_t most = 0;  // of the answer, in bytes
};

struct S3Answer {
  long status = 0;
  std::string body;
  std::string code;  // of an error, as "NoSuchKey"; empty if it gives none
};

// One connection that is kept. Its requests take turns.
class S3Client {
 public:
  // Throws std::runtime_error if the options or the address are wrong.
  S3Client(const S3Address& address, S3Options options);
  ~S3Client();
  S3Client(const S3Client&) = delete;
  S3Client& operator=(const S3Client&) = delete;

  // An answer of 200 to 299, or 404 for an object that is not there. Server errors, 429 and
  // failures of the connection are tried again three times, after 0.25 s, 0.5 s and 1 s. Throws
  // StoreUnreachable if nothing usable came, else std::runtime_error with the status. Neither has a
  // secret.
  S3Answer call(const S3Request& request);

  const std::string& name() const { return name_; }  // for people

 private:
  struct Attempt;
  Attempt attempt(const S3Request& request);
  std::string url_of(const S3Request& request) const;
  [[noreturn]] void fail(const S3Request& request, const Attempt& last) const;

  S3Options options_;
  std::string base_;  // the bucket's address, without '/' at the end
  std::string name_;
  std::mutex turn_;
  void* curl_;
};

}  // namespace vip

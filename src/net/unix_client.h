#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "http/message.h"

namespace vip::net {

// An HTTP client on a Unix socket: one connection, one request after the other.
class UnixClient {
 public:
  // The largest body of a response that is read.
  static constexpr std::size_t kLargestBody = 256 * 1024 * 1024;

  // None when nobody listens on the socket of this path.
  static std::optional<UnixClient> connect(const std::string& path);
  UnixClient(UnixClient&&) noexcept;
  UnixClient& operator=(UnixClient&&) noexcept;
  ~UnixClient();

  // Posts a JSON body and waits for the response. Throws std::system_error when the connection
  // breaks, what comes is not HTTP, or `timeout` has passed.
  http::Response post(const std::string& target, std::string body,
                      std::chrono::milliseconds timeout);

 private:
  struct Impl;
  explicit UnixClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace vip::net

// Metrics stand on a listener of their own, so that no mistake in the public routes can show them.

#include "admin/metrics_application.h"

namespace vip {
namespace {

http::Response plain(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
      .header("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

}  // namespace

http::Admitted MetricsApplication::admit(http::RequestHead head) {
  if (head.path != "/metrics") return {nullptr, plain(404, "Only /metrics is here.\n")};
  if (head.method != http::Method::get && head.method != http::Method::head) {
    auto response = plain(405, "Metrics are read by GET.\n");
    response.header("Allow", "GET, HEAD");
    return {nullptr, std::move(response)};
  }
  return {nullptr, plain(200, metrics_.exposition())};
}

http::Response MetricsApplication::malformed(const Problem& problem, std::string_view) {
  auto response = plain(info(problem.code).status, std::string{info(problem.code).title} + "\n");
  response.close = true;
  return response;
}

}  // namespace vip

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "http/message.h"
#include "schema/routes.h"

namespace vip {

// A path below a domain's /v1/api, where nothing is public.
struct ApiPath {
  std::string_view domain;
  std::string_view rest;  // "/contacts/…"; empty or begins with a slash
};

// A path that a template matches, with the raw text of its parameters in order.
struct RouteMatch {
  const Route* route = nullptr;  // null for OPTIONS
  std::vector<std::string> parameters;
  std::string allow;  // the methods offered here, as `Allow` lists them
};

// Matches templates segment by segment from the left: a literal beats a parameter and there is no
// way back from it.
class Router {
 public:
  explicit Router(const Catalogue& catalogue);
  ~Router();

  // `path` below the base: /{domain}/v1/api/... Unknown: 404; a method that is not offered: 405
  // with Allow. HEAD is matched as GET. `method` options gives a match without a route.
  Result<RouteMatch> match(http::Method method, std::string_view path) const;
  // None: not a path of the API of a domain that is served here.
  std::optional<ApiPath> api_path(std::string_view path) const;
  void each(const std::function<void(const Route&)>& visit) const;

 private:
  struct Node;
  void add(const Domain& domain, const Route& route);

  std::map<std::string, std::unique_ptr<Node>, std::less<>> domains_;
  std::vector<std::unique_ptr<Route>> routes_;
};

// "/contact-management/v1/api/contacts/:contact-uuid": without ids, for logs and metrics.
std::string full_path(const Route& route);

}  // namespace vip

// A tree of path segments, made once from the routes of all domains.
//
// There is no backtracking: once a literal has matched, a parameter beside it is out of the
// question. That makes `GET /contacts/search` a 405 and never "the contact named search".

#include "api/request/router.h"

#include "api/stages.h"
#include "core/uuid.h"
#include "http/query_string.h"

namespace vip {

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> parameter;
  // A parameter that ends in a literal: ".ics".
  std::map<std::string, std::unique_ptr<Node>, std::less<>> endings;
  std::vector<const Route*> routes;

  std::string allow() const {
    std::string text;
    for (const Route* route : routes) {
      text.append(text.empty() ? "" : ", ").append(to_string(route->method));
      if (route->method == RouteMethod::get) text.append(", HEAD");
    }
    return text + ", OPTIONS";
  }
};

namespace {

constexpr std::string_view kApi = "/v1/api";

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::size_t end = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

// From the first dot on; empty when there is none.
std::string_view ending_of(std::string_view segment) {
  const std::size_t dot = segment.find('.');
  return dot == std::string_view::npos ? std::string_view{} : segment.substr(dot);
}

bool offers(RouteMethod offered, http::Method asked) {
  switch (offered) {
    case RouteMethod::get:
      return asked == http::Method::get || asked == http::Method::head;
    case RouteMethod::post:
      return asked == http::Method::post;
    case RouteMethod::patch:
      return asked == http::Method::patch;
    case RouteMethod::del:
      return asked == http::Method::del;
  }
  return false;
}

tl::unexpected<Problem> unknown_path() {
  return fail(errors::unknown_path,
              "No resource has this path; the OpenAPI documents list all that there are.");
}

}  // namespace

Router::Router(const Catalogue& catalogue) {
  for (const auto& domain : catalogue.domains) {
    domains_.emplace(domain->name, std::make_unique<Node>());
    for (const Route& route : routes_of(*domain)) add(*domain, route);
  }
}

Router::~Router() = default;

void Router::add(const Domain& domain, const Route& route) {
  Node* node = domains_.at(domain.name).get();
  for (const std::string_view segment : segments_of(route.path)) {
    const std::size_t dot = segment.starts_with(':') ? segment.find('.') : segment.npos;
    auto& next = dot != segment.npos        ? node->endings[std::string(segment.substr(dot))]
                 : segment.starts_with(':') ? node->parameter
                                            : node->literals[std::string(segment)];
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  routes_.push_back(std::make_unique<Route>(route));
  node->routes.push_back(routes_.back().get());
}

std::optional<ApiPath> Router::api_path(std::string_view path) const {
  const std::size_t domain_end = path.find('/', 1);
  if (!path.starts_with('/') || domain_end == std::string_view::npos) return std::nullopt;
  const std::string_view domain = path.substr(1, domain_end - 1);
  std::string_view rest = path.substr(domain_end);
  if (!rest.starts_with(kApi) || !domains_.contains(domain)) return std::nullopt;
  rest.remove_prefix(kApi.size());
  if (!rest.empty() && rest.front() != '/') return std::nullopt;
  return ApiPath{domain, rest};
}

void Router::each(const std::function<void(const Route&)>& visit) const {
  for (const auto& route : routes_) visit(*route);
}

Result<RouteMatch> Router::match(http::Method method, std::string_view path) const {
  const auto api = api_path(path);
  if (!api || api->rest.empty()) return unknown_path();

  RouteMatch match;
  const Node* node = domains_.find(api->domain)->second.get();
  bool first = true;
  for (const std::string_view raw : segments_of(api->rest)) {
    auto segment = http::percent_decode(raw);
    if (!segment)
      return fail(
          errors::malformed_http,
          "The path must be UTF-8 without NUL, with '%' only before two hexadecimal digits.");
    if (segment->empty()) return unknown_path();
    if (const auto literal = node->literals.find(*segment); literal != node->literals.end()) {
      node = literal->second.get();
    } else if (const auto ending = node->endings.find(ending_of(*segment));
               ending != node->endings.end()) {
      match.parameters.push_back(segment->substr(0, segment->size() - ending->first.size()));
      node = ending->second.get();
    } else if (node->parameter && (!first || parse_uuid(*segment))) {
      node = node->parameter.get();
      match.parameters.push_back(std::move(*segment));
    } else {
      return unknown_path();
    }
    first = false;
  }
  if (node->routes.empty()) return unknown_path();
  match.allow = node->allow();
  if (method == http::Method::options) return match;
  for (const Route* route : node->routes) {
    if (!offers(route->method, method)) continue;
    match.route = route;
    return match;
  }
  Problem problem{errors::method_not_allowed, "This path takes " + match.allow + ".", {}, {}};
  problem.headers.emplace_back("Allow", match.allow);
  return tl::unexpected(std::move(problem));
}

std::string full_path(const Route& route) {
  return "/" + route.resource->domain->name + "/v1/api" + route.path;
}

Result<RoutedRequest> match(const Router& router, http::RequestHead head) {
  auto found = router.match(head.method, head.path);
  if (!found) return tl::unexpected(std::move(found.error()));
  return RoutedRequest{std::move(head), std::move(*found)};
}

}  // namespace vip

#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/call.h"
#include "core/embedded_file.h"
#include "openapi/generator.h"
#include "schema/resource.h"

namespace vip {

// The credentials that the explorer of a sandbox fills in. The data of a sandbox is synthetic, so
// its secret need not be kept.
struct SandboxCredentials {
  std::string client_id, client_secret, tenant_id;
};

struct PortalOptions {
  std::string base;  // absolute, without trailing slash, or empty
  Support support;
  std::optional<SandboxCredentials> sandbox;
};

// The public documents of the API: {base}/docs/**, {base}/explorer/** and each domain's contract at
// {base}/{domain}/v1/openapi.json, openapi.yaml, openapi-3.0.json and postman.json
// (docs/contract.md 10). The catalogue and the files outlive it.
class Portal final : public PublicEndpoint {
 public:
  Portal(const Catalogue& catalogue, std::span<const EmbeddedFile> files, PortalOptions options);
  ~Portal() override;

  // Records that the contracts show. Before the first request.
  void show_examples(std::unique_ptr<const ExampleSource> examples) {
    examples_ = std::move(examples);
  }

  std::optional<http::Admitted> admit(const http::RequestHead& head, const CallInfo& info) override;

 private:
  class Document;

  std::optional<std::string> meant_by(std::string_view path) const;
  void add(std::string path, std::unique_ptr<Document> document);
  void add_files(std::span<const EmbeddedFile> files);
  void add_contract(const Domain& domain);
  http::Response answer(Document& document, const http::RequestHead& head,
                        const CallInfo& info) const;

  OpenApiOptions contract_options() const {
    return {options_.base, options_.support, examples_.get()};
  }

  PortalOptions options_;
  std::unique_ptr<const ExampleSource> examples_;
  std::unordered_map<std::string, std::unique_ptr<Document>> documents_;  // by path
};

}  // namespace vip

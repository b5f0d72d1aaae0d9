// Reading of settings, from all places by the same rules.

#include "config/settings.h"

#include <yaml-cpp/yaml.h>

#include <cstdlib>

#include "core/text.h"

namespace vip::config {
namespace {

std::string place(const std::string& file, const YAML::Mark& mark) {
  return file + ":" + std::to_string(mark.line + 1) + ": ";
}

std::string unknown_name(Settings& settings, const std::string& name) {
  std::vector<std::string_view> names;
  for (const auto* setting : settings.all()) names.emplace_back(setting->name());
  const auto nearest = vip::nearest(name, names);
  return "there is no such setting" + (nearest.empty()
                                           ? std::string{"; `vip config` lists them"}
                                           : "; did you mean " + std::string{nearest} + "?");
}

std::optional<std::string> scalar_or_list(const YAML::Node& node) {
  if (node.IsScalar()) return node.Scalar();
  if (!node.IsSequence()) return std::nullopt;
  std::string joined;
  for (const auto& item : node) {
    if (!item.IsScalar()) return std::nullopt;
    joined.append(joined.empty() ? "" : ",").append(item.Scalar());
  }
  return joined;
}

void load_file(Settings& settings, const std::string& file, std::vector<std::string>& errors) {
  YAML::Node document;
  try {
    document = YAML::LoadFile(file);
  } catch (const YAML::BadFile&) {
    errors.push_back(file + ": cannot be read");
    return;
  } catch (const YAML::ParserException& error) {
    errors.push_back(place(file, error.mark) + "is not YAML: " + error.msg);
    return;
  }
  if (document.IsNull()) return;
  if (!document.IsMap()) {
    errors.push_back(file + ": must be a mapping of settings to values");
    return;
  }
  for (const auto& entry : document) {
    const auto where = place(file, entry.first.Mark());
    auto* setting = entry.first.IsScalar() ? settings.find(entry.first.Scalar()) : nullptr;
    if (setting == nullptr) {
      errors.push_back(where +
                       unknown_name(settings, entry.first.IsScalar() ? entry.first.Scalar() : ""));
      continue;
    }
    const auto text = scalar_or_list(entry.second);
    if (!text) {
      errors.push_back(where + setting->name() + " must be " + setting->accepted());
      continue;
    }
    if (const auto error = setting->read(*text, Origin::file)) errors.push_back(where + *error);
  }
}

}  // namespace

std::vector<SettingBase*> Settings::all() {
  return {&listen,
          &data,
          &base_url,
          &trusted_proxies,
          &admin_listen,
          &token_lifetime,
          &token_failures_per_client,
          &token_failures_per_address,
          &audit_days,
          &audit_events,
          &rate_limit,
          &io_threads,
          &workers,
          &jobs,
          &writers,
          &max_open_tenants,
          &write_queue,
          &log_limit,
          &snapshot_limit,
          &header_section,
          &header_field,
          &header_count,
          &target,
          &body,
          &answer,
          &extra_files,
          &connections,
          &connections_per_address,
          &connection_memory,
          &response_cache,
          &spool,
          &header_timeout,
          &body_timeout,
          &idle_timeout,
          &request_timeout,
          &stop_timeout,
          &backups,
          &backup_endpoint,
          &backup_region,
          &backup_bucket_in,
          &backup_http,
          &backup_ca_file,
          &backup_credentials_file,
          &backup_timeout,
          &backup_key_file,
          &backup_every,
          &backup_keep,
          &log_level,
          &log_file,
          &log_file_limit,
          &core_dumps,
          &environment,
          &support_name,
          &support_email,
          &support_phone,
          &support_hours,
          &support_url};
}

SettingBase* Settings::find(std::string_view name) {
  for (auto* setting : all())
    if (setting->name() == name) return setting;
  return nullptr;
}

std::optional<std::string> process_environment(const std::string& variable) {
  const char* value =
      std::getenv(variable.c_str());  // NOLINT(concurrency-mt-unsafe): read at start only
  if (value == nullptr) return std::nullopt;
  return std::string{value};
}

std::vector<std::string> load(Settings& settings, const Sources& sources) {
  std::vector<std::string> errors;
  if (sources.file) load_file(settings, *sources.file, errors);
  if (!sources.environment) return errors;
  for (auto* setting : settings.all()) {
    const auto value = sources.environment(setting->variable());
    if (!value) continue;
    if (const auto error = setting->read(*value, Origin::environment))
      errors.push_back("environment variable " + setting->variable() + ": " + *error);
  }
  return errors;
}

std::string as_markdown(Settings& settings) {
  std::string text = "| Setting | Default | Accepted | Meaning |\n| --- | --- | --- | --- |\n";
  for (const auto* setting : settings.all()) {
    const auto initial = setting->default_text();
    text += "| `" + setting->name() + "` | " + (initial.empty() ? "" : "`" + initial + "`") +
            " | " + setting->accepted() + " | " + setting->meaning() + " |\n";
  }
  return text;
}

}  // namespace vip::config

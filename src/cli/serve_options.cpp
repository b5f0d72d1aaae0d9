// Settings as the parts of a server take them; what only makes sense together is checked here.

#include "cli/serve_options.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <thread>

namespace vip::cli {
namespace {

unsigned or_processors(std::int64_t chosen, unsigned least) {
  return chosen > 0 ? static_cast<unsigned>(chosen)
                    : std::max(least, std::thread::hardware_concurrency());
}

net::Listen listen_of(const std::string& text, const char* setting) {
  const auto listen = parse_listen(text);
  if (!listen)
    throw std::invalid_argument(
        std::string(setting) +
        " takes HOST:PORT with a port from 1 to 65535, such as 127.0.0.1:8080");
  return *listen;
}

LogLevel level_of(const std::string& name) {
  if (name == "debug") return LogLevel::debug;
  if (name == "warning") return LogLevel::warning;
  return name == "error" ? LogLevel::error : LogLevel::info;
}

net::Limits limits_of(const config::Settings& settings) {
  net::Limits limits;
  limits.header_section = settings.header_section.get();
  limits.header_field = settings.header_field.get();
  limits.header_count = static_cast<std::size_t>(settings.header_count.get());
  limits.target = settings.target.get();
  limits.connections = static_cast<std::size_t>(settings.connections.get());
  limits.connections_per_peer = static_cast<std::size_t>(settings.connections_per_address.get());
  limits.memory = settings.connection_memory.get();
  limits.header_timeout = settings.header_timeout.get();
  limits.body_timeout = settings.body_timeout.get();
  limits.idle_timeout = settings.idle_timeout.get();
  limits.request_timeout = settings.request_timeout.get();
  return limits;
}

Support support_of(const config::Settings& settings) {
  return {.name = settings.support_name.get(),
          .email = settings.support_email.get(),
          .url = settings.support_url.get(),
          .phone = settings.support_phone.get(),
          .hours = settings.support_hours.get()};
}

std::vector<std::string> media_types_of(const std::vector<std::string>& kinds) {
  std::vector<std::string> types;
  for (const std::string& kind : kinds) {
    if (kind == "audio") {
      for (const char* type : {"audio/mpeg", "audio/wav", "audio/mp4", "audio/ogg", "audio/flac"})
        types.emplace_back(type);
    } else if (kind == "zip") {
      types.emplace_back("application/zip");
    } else {
      throw std::invalid_argument("extra-files takes audio and zip");
    }
  }
  return types;
}

using Texts = std::vector<std::pair<std::string, std::string>>;

Texts texts_of(config::Settings& settings) {
  Texts texts;
  for (const auto* setting : settings.all()) texts.emplace_back(setting->name(), setting->text());
  return texts;
}

}  // namespace

std::optional<net::Listen> parse_listen(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  std::string host = text.substr(0, colon);
  if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  unsigned port = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, port);
  if (error != std::errc{} || stop != end || port < 1 || port > 65'535) return std::nullopt;
  return net::Listen{std::move(host), static_cast<std::uint16_t>(port)};
}

ServeOptions serve_options(const config::Settings& settings) {
  ServeOptions options;
  options.data = settings.data.get();
  options.listen = listen_of(settings.listen.get(), "listen");
  if (!settings.admin_listen.get().empty())
    options.admin_listen = listen_of(settings.admin_listen.get(), "admin-listen");
  options.base = settings.base_url.get();
  for (const std::string& text : settings.trusted_proxies.get()) {
    const auto range = AddressRange::parse(text);
    if (!range)
      throw std::invalid_argument("trusted-proxies takes address ranges such as 10.0.0.0/8");
    options.trusted_proxies.push_back(*range);
  }
  options.token_lifetime =
      std::chrono::duration_cast<std::chrono::seconds>(settings.token_lifetime.get());
  options.token_failures = {settings.token_failures_per_client.get(),
                            settings.token_failures_per_address.get()};
  options.audit.days = settings.audit_days.get();
  options.audit.events = settings.audit_events.get();
  options.io_threads = or_processors(settings.io_threads.get(), 1);
  options.workers = or_processors(settings.workers.get(), 2);
  options.rate_limit = settings.rate_limit.get();
  options.response_cache = settings.response_cache.get();
  options.jobs = static_cast<unsigned>(settings.jobs.get());
  options.writers = or_processors(settings.writers.get(), 2);
  options.max_open_tenants = static_cast<std::size_t>(settings.max_open_tenants.get());
  options.write_queue = static_cast<std::size_t>(settings.write_queue.get());
  options.log_limit = settings.log_limit.get();
  options.snapshot_limit = settings.snapshot_limit.get();
  options.backups = backup_place(settings);
  options.backup_every = settings.backup_every.get();
  options.backup_keep = static_cast<std::size_t>(settings.backup_keep.get());
  options.log_level = level_of(settings.log_level.get());
  options.log_file = settings.log_file.get();
  options.log_file_limit = settings.log_file_limit.get();
  options.core_dumps = settings.core_dumps.get() == "on";
  options.limits = limits_of(settings);
  options.limits.stands_for_many = [proxies = options.trusted_proxies](std::string_view peer) {
    return std::ranges::any_of(proxies,
                               [peer](const AddressRange& range) { return range.contains(peer); });
  };
  options.body_limit = settings.body.get();
  options.answer_limit = settings.answer.get();
  options.spool = settings.spool.get();
  options.also_accepted = media_types_of(settings.extra_files.get());
  options.stop_timeout = settings.stop_timeout.get();
  options.support = support_of(settings);
  return options;
}

ReadAgain reading_again(const SettingFlags& flags, config::Settings& settings,
                        std::function<void(config::Settings&)> presets) {
  return [&flags, presets = std::move(presets), before = texts_of(settings)]() mutable {
    config::Settings fresh;
    if (presets) presets(fresh);
    SettingsAgain again;
    again.errors = flags.load_into(fresh);
    if (!again.errors.empty()) return again;
    try {
      again.options = serve_options(fresh);
    } catch (const std::invalid_argument& error) {
      again.errors.emplace_back(error.what());
      return again;
    }
    auto now = texts_of(fresh);
    for (std::size_t i = 0; i < now.size(); ++i)
      if (now[i] != before[i]) again.changed.push_back(now[i].first);
    before = std::move(now);
    return again;
  };
}

}  // namespace vip::cli

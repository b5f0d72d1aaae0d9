# The build reads only the folders of the domains. One generated file lists their rules and one their error codes, so that
# src/ never names a domain.

file(GLOB VIP_DOMAIN_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/domains/*/domain.yaml)

# vip_error_codes(): a header for each domain that defines error codes, domains/<domain>/error_codes.h, and one source that
# joins all of them for documents and checks. Only the domain's own files include its header, so that a new code rebuilds them
# and the joined list. A code that is defined twice does not compile.
function(vip_error_codes)
  file(GLOB files RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/domains/*/error_codes.def)
  set(includes "#include \"core/error_codes.h\"\n")
  set(rows "#include \"core/error_codes.def\"\n")
  foreach(file IN LISTS files)
    string(REPLACE ".def" ".h" header ${file})
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/${header} CONTENT
"#pragma once
#include \"core/error_code.h\"
#define VIP_ERROR VIP_DEFINE_ERROR
#include \"${file}\"
#undef VIP_ERROR
" @ONLY)
    string(APPEND includes "#include \"${header}\"\n")
    string(APPEND rows "#include \"${file}\"\n")
  endforeach()
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/error_registry.cpp CONTENT
"${includes}
namespace vip {
std::span<const ErrorCode> all_error_codes() {
#define VIP_ERROR(code, status, title) errors::code,
  static constexpr ErrorCode kCodes[] = {
${rows}  };
#undef VIP_ERROR
  return kCodes;
}
}  // namespace vip
" @ONLY)
  target_sources(vip_core PRIVATE ${CMAKE_BINARY_DIR}/generated/error_registry.cpp)
  target_include_directories(vip_core PRIVATE ${CMAKE_SOURCE_DIR})
endfunction()

# vip_register(FILES DECLARATIONS KIND CLASS SETUP): registers a domain's files of one kind. A file with the name of a declaration
# is registered for it. A file whose name begins declarations without a file of their own is registered for these
# (rules/vital-metrics.cpp serves vital-metrics-weight). Other files are shared code. Only vip_domains() uses it, whose variables
# it appends to.
macro(vip_register files declared kind class setup)
  foreach(file IN LISTS ${files})
    get_filename_component(name ${file} NAME_WE)
    string(REPLACE "-" "_" maker "make_${domain}_${name}_${kind}")
    set(served ${name})
    if(NOT EXISTS ${folder}/${declared}/${name}.yaml)
      file(GLOB served RELATIVE ${folder}/${declared} CONFIGURE_DEPENDS ${folder}/${declared}/${name}-*.yaml)
      list(TRANSFORM served REPLACE "\\.yaml$" "")
    endif()
    foreach(one IN LISTS served)
      get_filename_component(beside ${file} DIRECTORY)
      if(one STREQUAL name OR NOT EXISTS ${beside}/${one}.cpp)
        string(APPEND externs "std::unique_ptr<${class}> ${maker}(const ${setup}&);\n")
        string(APPEND ${kind}_rows "    {\"${domain}/${one}\", &domains::${maker}},\n")
      endif()
    endforeach()
  endforeach()
endmacro()

# vip_domains(): the library vip_domains with every domain's rules, their registry and the embedded declarations. A file
# domains/<domain>/rules/<resource>.cpp defines `std::unique_ptr<ResourceRules> make_<domain>_<resource>_rules(const
# RuleSetup&)`, a file domains/<domain>/actions/<action>.cpp `std::unique_ptr<ActionRules>
# make_<domain>_<action>_action(const ActionSetup&)`, a file domains/<domain>/jobs/<resource>.cpp `std::unique_ptr<JobRules>
# make_<domain>_<resource>_job(const JobSetup&)`, dashes as underscores, in namespace vip::domains.
function(vip_domains)
  set(sources "")
  set(declarations "")
  set(externs "")
  set(rules_rows "")
  set(action_rows "")
  set(job_rows "")
  foreach(file IN LISTS VIP_DOMAIN_FILES)
    get_filename_component(folder ${file} DIRECTORY)
    get_filename_component(domain ${folder} NAME)
    file(GLOB rules CONFIGURE_DEPENDS ${folder}/rules/*.cpp)
    file(GLOB actions CONFIGURE_DEPENDS ${folder}/actions/*.cpp)
    file(GLOB jobs CONFIGURE_DEPENDS ${folder}/jobs/*.cpp)
    file(GLOB yaml CONFIGURE_DEPENDS ${folder}/resources/*.yaml ${folder}/content/*.yaml
      ${folder}/actions/*.yaml ${folder}/migrations/*.yaml)
    list(APPEND declarations ${file} ${yaml})
    list(APPEND sources ${rules} ${actions} ${jobs})
    vip_register(rules resources rules ResourceRules RuleSetup)
    vip_register(actions actions action ActionRules ActionSetup)
    vip_register(jobs resources job JobRules JobSetup)
  endforeach()
  set(registry ${CMAKE_BINARY_DIR}/generated/domain_registry.cpp)
  file(CONFIGURE OUTPUT ${registry} CONTENT
"#include \"rules/registry.h\"
namespace vip {
namespace domains {
${externs}}  // namespace domains
std::span<const RuleEntry> registered_rules() {
  static const std::vector<RuleEntry> entries = {
${rules_rows}  };
  return entries;
}
std::span<const ActionEntry> registered_actions() {
  static const std::vector<ActionEntry> entries = {
${action_rows}  };
  return entries;
}
std::span<const JobEntry> registered_jobs() {
  static const std::vector<JobEntry> entries = {
${job_rows}  };
  return entries;
}
}  // namespace vip
" @ONLY)
  file(GLOB shared CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/domains/shared/*.cpp)
  vip_library(vip_domains SOURCES ${sources} ${shared} ${registry} USES vip_rules vip_core
    TEST_USES vip_declaration vip_engine_fixtures)
  target_include_directories(vip_domains PUBLIC ${CMAKE_SOURCE_DIR})
  vip_embed(vip_domains SYMBOL declarations ROOT ${CMAKE_SOURCE_DIR}/domains FILES ${declarations})
endfunction()

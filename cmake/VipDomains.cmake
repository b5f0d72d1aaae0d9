# What the build knows of the domains: their folders, nothing else. The error codes of all of them are joined with the
# platform's; one generated file names their rules, so that src/ never has to.

file(GLOB VIP_DOMAIN_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/domains/*/domain.yaml)

# Every VIP_ERROR line of the platform and the domains, in one file. A code that stands twice fails the build as a
# duplicate enumerator.
file(GLOB VIP_ERROR_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/domains/*/error_codes.def)
set(VIP_ERROR_FILES ${CMAKE_SOURCE_DIR}/src/core/error_codes.def ${VIP_ERROR_FILES})
set(joined "")
foreach(file IN LISTS VIP_ERROR_FILES)
  file(READ ${file} text)
  string(APPEND joined "${text}\n")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/error_codes.inc CONTENT "${joined}" @ONLY)

# vip_register(FILES DECLARATIONS KIND CLASS SETUP): what the registry says of a domain's files of one kind. Those that have a
# declaration of their name are registered for it; those without, for the declarations whose names begin with theirs and that
# have no file of their own (rules/vital-metrics.cpp serves vital-metrics-weight); others are what they share. For vip_domains()
# alone, whose variables it appends to.
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
      ${folder}/actions/*.yaml)
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
  file(GLOB common CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/domains/common/*.cpp)
  vip_library(vip_domains SOURCES ${sources} ${common} ${registry} USES vip_rules vip_core ${VIP_DOMAIN_LIBRARIES})
  target_include_directories(vip_domains PUBLIC ${CMAKE_SOURCE_DIR})
  vip_embed(vip_domains SYMBOL declarations ROOT ${CMAKE_SOURCE_DIR}/domains FILES ${declarations})
endfunction()

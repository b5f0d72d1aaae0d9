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

# vip_domains(): the library vip_domains with every domain's rules, their registry and the embedded declarations. A file
# domains/<domain>/rules/<resource>.cpp defines `std::unique_ptr<ResourceRules> make_<domain>_<resource>_rules(const
# RuleSetup&)`, a file domains/<domain>/actions/<action>.cpp `std::unique_ptr<ActionRules>
# make_<domain>_<action>_action(const ActionSetup&)`, a file domains/<domain>/jobs/<resource>.cpp `std::unique_ptr<JobRules>
# make_<domain>_<resource>_job(const JobSetup&)`, dashes as underscores, in namespace vip::domains.
function(vip_domains)
  set(sources "")
  set(declarations "")
  set(externs "")
  set(rows "")
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
    # Rules and actions have a declaration of their name beside them; other files are what they share.
    foreach(action IN LISTS actions)
      get_filename_component(name ${action} NAME_WE)
      if(NOT EXISTS ${folder}/actions/${name}.yaml)
        continue()
      endif()
      string(REPLACE "-" "_" maker "make_${domain}_${name}_action")
      string(APPEND externs "std::unique_ptr<ActionRules> ${maker}(const ActionSetup&);\n")
      string(APPEND action_rows "    {\"${domain}/${name}\", &domains::${maker}},\n")
    endforeach()
    foreach(job IN LISTS jobs)
      get_filename_component(resource ${job} NAME_WE)
      if(NOT EXISTS ${folder}/resources/${resource}.yaml)
        continue()
      endif()
      string(REPLACE "-" "_" maker "make_${domain}_${resource}_job")
      string(APPEND externs "std::unique_ptr<JobRules> ${maker}(const JobSetup&);\n")
      string(APPEND job_rows "    {\"${domain}/${resource}\", &domains::${maker}},\n")
    endforeach()
    foreach(rule IN LISTS rules)
      get_filename_component(resource ${rule} NAME_WE)
      if(NOT EXISTS ${folder}/resources/${resource}.yaml)
        continue()
      endif()
      string(REPLACE "-" "_" maker "make_${domain}_${resource}_rules")
      string(APPEND externs "std::unique_ptr<ResourceRules> ${maker}(const RuleSetup&);\n")
      string(APPEND rows "    {\"${domain}/${resource}\", &domains::${maker}},\n")
    endforeach()
  endforeach()
  set(registry ${CMAKE_BINARY_DIR}/generated/domain_registry.cpp)
  file(CONFIGURE OUTPUT ${registry} CONTENT
"#include \"rules/registry.h\"
namespace vip {
namespace domains {
${externs}}  // namespace domains
std::span<const RuleEntry> registered_rules() {
  static const std::vector<RuleEntry> entries = {
${rows}  };
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

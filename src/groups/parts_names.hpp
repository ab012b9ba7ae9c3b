#pragma once

#include <cstdint>
#include <string_view>

namespace hapmill {

/// What a name in a folder of parts is, by the one form that each of them has.
enum class PartsName : std::uint8_t {
  foreign,    ///< none of ours
  part,       ///< records, or rejected rows, of a group
  manifest,   ///< of a group
  split,      ///< folder of a group's contigs' files
  temporary,  ///< file that is being written, or was when a run was killed
  joining,    ///< file to which parts are joined
  joined,     ///< folder of contigs' files that are joined
  plan,
  lock,
};

PartsName classify_parts_name(std::string_view name);

/// Of a part, manifest or split folder, or of a temporary file of theirs: the group's digits.
std::string_view group_digits(std::string_view name);

}  // namespace hapmill

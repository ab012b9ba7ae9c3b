#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/bgzf_block.hpp"
#include "records/record_scan.hpp"

namespace hapmill {

/// Splits lines of text into the contents of BGZF blocks, between lines where possible. The results
/// are views of `text`.
inline std::vector<std::string_view> cut_block_contents(std::string const& text) {
  std::vector<std::string_view> contents;
  char const* const end = text.data() + text.size();
  char const* begin = text.data();
  auto const add = [&](char const* content_end) {
    if (content_end == begin) return;
    contents.emplace_back(begin, static_cast<std::size_t>(content_end - begin));
    begin = content_end;
  };
  constexpr auto most = static_cast<std::ptrdiff_t>(bgzf::most_content);
  for (char const* line = begin; line != end;) {
    char const* const line_end = find_record_end(RecordKind::table, line, end);
    if (line_end - begin > most) add(line);
    while (line_end - begin > most) add(begin + most);
    line = line_end;
  }
  add(end);
  return contents;
}

}  // namespace hapmill

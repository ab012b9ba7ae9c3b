// Reads the text before the rows, which gives the same header for a file and for a stream.
#include "fuzz/fuzz_input.hpp"

#include "hapmill/support/errors.hpp"
#include "matrix/matrix_header.hpp"
#include "support/listed_paths.hpp"

#include <optional>

namespace hapmill::fuzz {
namespace {

struct Outcome {
  std::string error;  ///< without the name of the input
  MatrixHeader header;
};

Outcome read(std::string const& path, HeaderOptions const& options) {
  try {
    MatrixInput input{test::input_path(path)};
    return {"", read_matrix_header(input, options)};
  } catch (InputError const& error) {
    std::string words = error.what();
    for (auto at = words.find(path); at != std::string::npos; at = words.find(path)) {
      words.erase(at, path.size());
    }
    return {words, {}};
  }
}

/// Whether the bytes are compressed, which the bgzf target tests.
bool is_compressed(std::string_view text) {
  return text.starts_with("\x1F\x8B") || text.starts_with("\x28\xB5\x2F\xFD") ||
         (text.size() >= 4 && text.substr(1, 3) == "\x2A\x4D\x18");
}

void run(std::uint8_t const* data, std::size_t size) {
  Choices choices{data, size};
  HeaderOptions options;
  constexpr char delimiters[] = {'\t', ',', ' ', '\xE9'};
  options.layout.shape.delimiter = delimiters[choices.below(sizeof(delimiters))];
  constexpr InputFormat formats[] = {InputFormat::matrix, InputFormat::diploid,
                                     InputFormat::hapmap};
  options.format = formats[choices.below(std::size(formats))];
  std::size_t const names = choices.below(3);
  TextFile const names_file{names == 1 ? "CHROM\tPOS\tREF\ta\tb\n" : "a\nb\n"};
  if (names == 1) options.header_path = test::input_path(names_file.path());
  if (names == 2) options.column_names_path = test::input_path(names_file.path());
  auto const text = choices.text().substr(0, TextPipe::max_bytes);
  // A message with such a path cannot be distinguished from one that names the input.
  if (is_compressed(text) || text.find("/fd/") != std::string_view::npos) return;

  TextFile const file{text};
  auto const from_file = read(file.path(), options);
  TextPipe const pipe{text};
  auto const from_stream = read(pipe.path(), options);
  expect(from_file.error == from_stream.error, "a file and a stream are refused differently");
  if (!from_file.error.empty()) return;
  MatrixHeader const& header = from_file.header;
  expect(header.column_names == from_stream.header.column_names, "other names in a stream");
  expect(header.data_begin == from_stream.header.data_begin, "other rows in a stream");
  expect(header.first_line == from_stream.header.first_line, "other lines in a stream");
  expect(header.data_begin <= text.size(), "rows begin past the end");
  expect(!header.column_names.empty(), "a matrix without columns");
  expect(text.starts_with(from_stream.header.prefix), "the prefix is not the matrix's");
  expect(header.data_begin <= from_stream.header.prefix.size(), "the prefix is too short");
}

}  // namespace
}  // namespace hapmill::fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  hapmill::fuzz::run(data, size);
  return 0;
}

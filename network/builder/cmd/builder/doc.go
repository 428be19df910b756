// SPDX-License-Identifier: Apache-2.0

// Command builder is the program behind a peer's bin/detect, bin/build and
// bin/release: the name it is called by says which of the three it is.
package main

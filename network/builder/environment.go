// SPDX-License-Identifier: Apache-2.0

package builder

import "path/filepath"

// ConfigFile is where the values of a peer with the given home directory stand.
// It may be written after the peer has started, but before an installation.
func ConfigFile(home string) string { return filepath.Join(home, "builder.json") }

// PeerEnvironment is what the environment of a peer with the given home
// directory needs for its builder, as KEY=value.
func PeerEnvironment(home string) []string {
	return []string{ConfigVariable + "=" + ConfigFile(home)}
}

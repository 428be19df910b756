// SPDX-License-Identifier: Apache-2.0

package builder

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Programs are the names under which a peer calls the builder.
var Programs = []string{"detect", "build", "release"}

// Complaint begins the line that a refused call leaves in the peer's log.
const Complaint = "chaincode builder: "

// Run is one call by a peer: program is one of [Programs], args are those the
// peer passes, config is the content of [ConfigVariable]. An error means no: not
// our package for detect, a failed installation for the others.
func Run(program string, args []string, config string) error {
	switch program {
	case "detect":
		return withArguments(program, args, 2, func() error { return detect(args[1]) })
	case "build":
		return withArguments(program, args, 3, func() error { return build(args[0], args[1], args[2], config) })
	case "release":
		return withArguments(program, args, 2, func() error { return release(args[0], args[1]) })
	default:
		return fmt.Errorf("called as %q: a peer calls the builder as %s", program, strings.Join(Programs, ", "))
	}
}

func withArguments(program string, args []string, want int, run func() error) error {
	if len(args) != want {
		return fmt.Errorf("%s takes %d directories, not %d", program, want, len(args))
	}
	return run()
}

// detect accepts the packages of type ccaas.
func detect(metadataDir string) error {
	data, err := os.ReadFile(filepath.Join(metadataDir, "metadata.json"))
	if err != nil {
		return fmt.Errorf("read package metadata: %w", err)
	}
	var metadata struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(data, &metadata); err != nil {
		return fmt.Errorf("parse package metadata: %w", err)
	}
	if !strings.EqualFold(metadata.Type, "ccaas") {
		return fmt.Errorf("package type %q is not ccaas", metadata.Type)
	}
	return nil
}

// build expands the connection and keeps the index definitions.
func build(sourceDir, metadataDir, outputDir, config string) error {
	if err := detect(metadataDir); err != nil {
		return err
	}
	template, err := readTemplate(sourceDir)
	if err != nil {
		return err
	}
	values, err := readConfig(config)
	if err != nil {
		return err
	}
	connection, err := template.Expand(values)
	if err != nil {
		return err
	}
	if err := writeConnection(outputDir, connection); err != nil {
		return err
	}
	return copyIfPresent(filepath.Join(sourceDir, "META-INF"), filepath.Join(outputDir, "META-INF"))
}

// readTemplate reads the connection that every organisation's package has alike.
func readTemplate(sourceDir string) (Connection, error) {
	data, err := os.ReadFile(filepath.Join(sourceDir, ConnectionFile))
	if err != nil {
		return Connection{}, fmt.Errorf("read the package's %s: %w", ConnectionFile, err)
	}
	return ParseConnection(data)
}

// release puts the connection and the index definitions where the peer looks.
func release(buildDir, releaseDir string) error {
	data, err := os.ReadFile(filepath.Join(buildDir, ConnectionFile))
	if err != nil {
		return fmt.Errorf("read built %s: %w", ConnectionFile, err)
	}
	connection, err := ParseConnection(data)
	if err != nil {
		return err
	}
	server := filepath.Join(releaseDir, "chaincode", "server")
	if err := os.MkdirAll(server, 0o700); err != nil {
		return fmt.Errorf("create release directory: %w", err)
	}
	if err := writeConnection(server, connection); err != nil {
		return err
	}
	return copyIfPresent(filepath.Join(buildDir, "META-INF", "statedb"), filepath.Join(releaseDir, "statedb"))
}

func writeConnection(dir string, connection Connection) error {
	data, err := json.Marshal(connection)
	if err != nil {
		return fmt.Errorf("encode %s: %w", ConnectionFile, err)
	}
	if err := os.WriteFile(filepath.Join(dir, ConnectionFile), data, 0o600); err != nil {
		return fmt.Errorf("write %s: %w", ConnectionFile, err)
	}
	return nil
}

func copyIfPresent(from, to string) error {
	if _, err := os.Stat(from); os.IsNotExist(err) {
		return nil
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return fmt.Errorf("copy index definitions: %w", err)
	}
	return nil
}

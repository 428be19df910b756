// SPDX-License-Identifier: Apache-2.0

package consortium

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// settings maps dotted paths such as peer.tls.enabled to values. A plus sign
// before the path means that the sample has it in a comment only.
type settings map[string]any

// overlay sets values in one of Fabric's sample configuration files and keeps
// the rest, comments included. A path that the sample does not have is refused:
// Fabric would ignore it without a word.
func overlay(sample []byte, values settings) ([]byte, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(sample, &document); err != nil {
		return nil, fmt.Errorf("sample configuration: %w", err)
	}
	for path, value := range values {
		if err := set(document.Content[0], path, value); err != nil {
			return nil, err
		}
	}
	data, err := yaml.Marshal(&document)
	if err != nil {
		return nil, fmt.Errorf("render configuration: %w", err)
	}
	return data, nil
}

func set(root *yaml.Node, path string, value any) error {
	bare, missing := strings.CutPrefix(path, "+")
	if missing {
		dot := strings.LastIndexByte(bare, '.')
		if err := addKey(root, bare[:dot], bare[dot+1:]); err != nil {
			return err
		}
	}
	node, err := lookup(root, bare)
	if err != nil {
		return err
	}
	if err := node.Encode(value); err != nil {
		return fmt.Errorf("setting %s: %w", path, err)
	}
	return nil
}

func lookup(node *yaml.Node, path string) (*yaml.Node, error) {
	for key := range strings.SplitSeq(path, ".") {
		var next *yaml.Node
		for i := 0; i+1 < len(node.Content) && node.Kind == yaml.MappingNode; i += 2 {
			if node.Content[i].Value == key {
				next = node.Content[i+1]
			}
		}
		if next == nil {
			return nil, fmt.Errorf("setting %s: Fabric's sample has no %s", path, key)
		}
		node = next
	}
	return node, nil
}

// addKey gives a mapping a key without a value.
func addKey(root *yaml.Node, parent, key string) error {
	node, err := lookup(root, parent)
	if err != nil {
		return err
	}
	if _, err := lookup(node, key); err == nil {
		return fmt.Errorf("setting %s.%s: Fabric's sample has it: write it without +", parent, key)
	}
	node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, &yaml.Node{})
	return nil
}

// SPDX-License-Identifier: Apache-2.0

// Package tests has sins in its test file alone.
package tests

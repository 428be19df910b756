// SPDX-License-Identifier: Apache-2.0

// Package identity gives an organisation its keys and certificates: it runs the
// organisation's own fabric-ca-server and enrols nodes, administrators and
// users through the server's documented REST interface.
//
// # Two certificate authorities in one server
//
// ca-<org> issues enrolment certificates, with which things are signed;
// tlsca-<org> issues TLS certificates. They have different roots, so a TLS key
// that leaks signs no transaction. At the TLS CA the organisation is one
// identity, with a key and a certificate per endpoint: fabric-ca hashes a
// password at registration and again at enrolment, which would be most of the
// time that a network takes to start.
//
// # Layout of an organisation's directory
//
//	ca/                     home of the server; registrar's secret
//	msp/                    how others verify this organisation (no key in it)
//	peer/{msp,tls}          and orderer/{msp,tls}: the nodes' own keys
//	admin/{msp,tls}         the administrator; tls reaches the orderer's admin port
//	users/<name>/msp        everyone else
//
// Each msp directory is what Fabric's own tools expect: cacerts, tlscacerts,
// signcerts/cert.pem, keystore/key.pem and config.yaml, where NodeOUs tell
// peers, orderers, clients and administrators apart.
//
// # Invariants
//
//   - A key is made here, never leaves its directory, and is 0600; its
//     certificate is written last, so a certificate tells a whole enrolment.
//   - An enrolment secret is derived from the registrar's secret and the name, so
//     that an interrupted enrolment can be repeated and no secret is stored twice.
//   - Certificates hold for [Validity], more than a year.
package identity

// The API to try out, with Swagger UI from this server.
addEventListener('load', () => window.SwaggerUIBundle({ url: 'openapi.json', dom_id: '#ui', deepLinking: true }));
